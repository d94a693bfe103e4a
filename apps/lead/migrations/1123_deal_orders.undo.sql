DROP INDEX deal_expected_close_idx;
DROP INDEX deal_closing_idx;
DROP INDEX deal_updated_idx;
