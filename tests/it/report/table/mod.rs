mod diagram;
mod policy_table;
