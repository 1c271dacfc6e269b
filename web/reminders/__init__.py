"""What is told because of the time: due rosters, wishes rounds that open and close."""
