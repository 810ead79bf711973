"""What a notebook shows, built from the form: one function an activity.

Belongs here: what is asked, shown and kept when something is entered.
Does not: what is right or how it is reckoned. Each module is loaded where it is used,
`own`, `plan`, `handin` and `classroom` only by the last notebooks.
"""
