-- One record is one lead, as long as it is: a lead that went into another one keeps the link that it had.
DROP INDEX crm_link_peer_key;
