"""Đồng Hành: walks beside an online shop's visitors from the first question to the next purchase."""
