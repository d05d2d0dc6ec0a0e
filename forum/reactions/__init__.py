"""What readers do with a post without a word: how it meets them, and a mark to find it again."""
