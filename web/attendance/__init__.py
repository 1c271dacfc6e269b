"""Attendance (考勤): clocking in and out, who is here, corrections, the monthly register."""
