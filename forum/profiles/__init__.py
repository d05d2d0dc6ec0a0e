"""A persona as others see it."""
