"""What a round comes to: scores, expected losses, lights, who owes what."""
