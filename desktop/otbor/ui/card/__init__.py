"""The applicant's card: all data, documents, history, and what may still be done."""
