"""The pages in a real Chromium, as their users see them."""
