"""What the keepers of the record run: dictionary, holdings, cross-checks, gallery."""
