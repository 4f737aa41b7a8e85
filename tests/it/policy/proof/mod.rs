mod name;
mod remedy;
mod tag;
