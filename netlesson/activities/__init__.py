"""What is drawn in a notebook: the form, and the pieces built from it.

Import the module you need (`netlesson.widgets.form`): this one loads nothing, so
that the rest of the package works where ipywidgets is not installed.
"""
