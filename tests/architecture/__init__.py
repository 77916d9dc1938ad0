"""House rules, at most fifteen; each failure says what to do."""
