"""What is asked of the record: each subject as tables, and as sentences computed from them."""
