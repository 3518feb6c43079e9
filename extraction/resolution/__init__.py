"""Many documents into one profile: one module a part of the profile, every choice by a named rule."""
