mod engines;
mod laws;
mod patterns;
mod recognize;
