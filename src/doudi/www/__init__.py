"""Pages for residents and for staff. Views are named by deed; they call verbs and reads, never models."""
