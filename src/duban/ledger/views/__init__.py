"""Pages of the ledger. Each fetches what this person may see, and nothing else."""
