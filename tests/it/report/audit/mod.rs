mod accept;
mod brute_force;
mod findings;
mod golden;
mod laws;
mod meetings;
mod policies;
mod takeover;
