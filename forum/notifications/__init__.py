"""Who is told of what, in the forum and by mail."""
