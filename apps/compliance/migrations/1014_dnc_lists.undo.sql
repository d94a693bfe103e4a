DROP TABLE dnc_registry_page, dnc_registry;
