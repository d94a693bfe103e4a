DROP FUNCTION release_parked_events();
