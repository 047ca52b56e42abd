"""What changed between two screenings (年度复核、变化), for whom and why."""
