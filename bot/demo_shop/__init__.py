"""The demo shop: a few believable pages around the widget, with the catalogue that the assistant sells from."""
