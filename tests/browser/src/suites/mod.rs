//! The cases in a browser: a module a subject.

mod appearance;
mod article;
mod axe;
mod cards;
mod doctor;
mod doors;
mod drawings;
mod embeds;
mod failures;
mod faults;
mod figures;
mod first_screen;
mod goldens;
mod hosts;
mod keyboard;
mod languages;
mod life;
mod lines;
mod long;
mod menu;
mod offline;
mod own;
mod pointing;
mod questions;
mod security;
mod sentences;
mod settings;
mod single;
mod smoke;
mod tabs;
mod twins;

#[path = "../../../host/common/mod.rs"]
mod common;

use browser::Suite;

/// Adds every case. Modules with long cases come first, lest one of them runs alone at the end.
pub fn add(suite: &mut Suite) {
    suite.module("lines", lines::add);
    suite.module("life", life::add);
    suite.module("faults", faults::add);
    suite.module("doctor", doctor::add);
    suite.module("axe", axe::add);
    suite.module("keyboard", keyboard::add);
    suite.module("menu", menu::add);
    suite.module("goldens", goldens::add);
    suite.module("single", single::add);
    suite.module("offline", offline::add);
    suite.module("appearance", appearance::add);
    suite.module("article", article::add);
    suite.module("cards", cards::add);
    suite.module("doors", doors::add);
    suite.module("drawings", drawings::add);
    suite.module("embeds", embeds::add);
    suite.module("failures", failures::add);
    suite.module("figures", figures::add);
    suite.module("first_screen", first_screen::add);
    suite.module("hosts", hosts::add);
    suite.module("languages", languages::add);
    suite.module("long", long::add);
    suite.module("own", own::add);
    suite.module("pointing", pointing::add);
    suite.module("questions", questions::add);
    suite.module("security", security::add);
    suite.module("sentences", sentences::add);
    suite.module("settings", settings::add);
    suite.module("smoke", smoke::add);
    suite.module("tabs", tabs::add);
    suite.module("twins", twins::add);
}
