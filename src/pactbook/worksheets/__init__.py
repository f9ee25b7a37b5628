"""An audit as a worksheet: a YAML file that a person fills between an article and its report.

`start` makes one of an article, or of claims on record; `sheet` reads it, `check` computes and explains its verdicts, `rows`
turns it into rows of the record, and `report` lays these over the record and has the notebooks run.
"""
