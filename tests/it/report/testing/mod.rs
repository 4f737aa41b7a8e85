mod assertion;
mod strategies;
