"""Where notebooks find the figures: they are made in `explaining.figures`."""

from .explaining.figures import acceptability, matrix, type_profile

__all__ = ["acceptability", "matrix", "type_profile"]
