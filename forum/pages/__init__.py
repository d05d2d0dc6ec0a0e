"""The pages that belong to no noun: front, help, health."""
