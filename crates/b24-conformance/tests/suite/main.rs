//! The suite as a whole, against portals of a few lines.

mod faults;
mod live;
mod portal;
mod safety;
mod secrets;
