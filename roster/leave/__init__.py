"""Leave (请假): its kinds, what a regulation demands of it, who approves, the proof, and its life."""
