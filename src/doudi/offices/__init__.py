"""Areas, management areas, offices, staff, posts and what each post may see and do."""
