// The lists for staff have the framework's own pages and scripts; only their look is ours.
import "../styles/staff.css";
