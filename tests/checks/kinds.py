"""What each kind is tried on: one table, other datasets, an earlier profile, and arguments."""

TABLE = """
SELECT * FROM (VALUES
    (1, 'N101', 2.0, 3.0,   5.0, 'EWR', DATE '2013-01-01', 'a',  '{"n": 1}',   'Jan 5 2013'),
    (2, 'N102', 4.0, 1.0,   5.0, 'JFK', DATE '2013-01-02', 'b',  '{"n": "x"}', '2013-02-05'),
    (3, 'N102', 'nan'::DOUBLE, 9.0, 9.0, 'LGA', DATE '2013-01-03', NULL, '{n', '2013-02-30'),
    (4, 'X1',   6.0, 6.0,  12.0, 'XXX', NULL, 'd',               '[]',         NULL),
    (5, NULL,   8.0, NULL,  8.0, 'JFK', DATE '2014-12-31', NULL, NULL,         '2013-03-05')
) AS t(id, tail, low, high, total, origin, day, note, json, said)
"""
OTHERS = {
    "nyc/planes": "SELECT * FROM (VALUES ('N101', 1), ('N102', 2), ('N103', 3)) AS p(plane, id)",
    "nyc/airports": "SELECT range AS id FROM range(5)",
}
EARLIER = {
    "row_count": 4,
    "columns": {
        "low": {"type": "number", "nulls": 0, "distinct": 4, "quantiles": {"0.25": 2.0, "0.5": 4.0, "0.75": 5.0}}
    },
}
ORIGINS = {"values": ["EWR", "JFK", "LGA", "XXX"], "weights": [0.2, 0.4, 0.3, 0.1]}
ONE = {"column": "tail"}
# kind: (arguments that pass, arguments that fail, failing rows or None when rows are not counted)
CASES = {
    "column_to_exist": ({"column": "id", "column_index": 0}, {"column": "nothing"}, None),
    "column_values_to_not_be_null": ({"column": "id"}, {"column": "low"}, 1),
    "column_values_to_be_null": ({"column": "note", "mostly": 0.4}, {"column": "note"}, 3),
    "column_values_to_be_unique": ({"column": "id"}, ONE, 2),
    "column_values_to_be_between": (
        {"column": "day", "min_value": "2013-01-01"},
        {"column": "low", "min_value": 2, "strict_min": True, "max_value": 7},
        2,
    ),
    "column_values_to_be_in_set": (
        {"column": "id", "value_set": [1, 2, "3", 4, 5]},
        {"column": "origin", "value_set": ["EWR", "JFK", "LGA"]},
        1,
    ),
    "column_values_to_not_be_in_set": (
        {"column": "day", "value_set": ["1999-01-01"]},
        {"column": "origin", "value_set": ["XXX", "JFK"]},
        3,
    ),
    "column_values_to_match_regex": ({**ONE, "regex": "^[NX]"}, {**ONE, "regex": "10"}, 1),
    "column_values_to_not_match_regex": ({**ONE, "regex": "Q"}, {**ONE, "regex": "02"}, 2),
    "column_value_lengths_to_be_between": ({**ONE, "min_value": 1}, {**ONE, "min_value": 3}, 1),
    "column_value_lengths_to_equal": ({"column": "origin", "value": 3}, {**ONE, "value": 4}, 1),
    "column_values_to_be_of_type": (
        {"column": "low", "type_": "DOUBLE"},
        {"column": "low", "type_": "VARCHAR"},
        None,
    ),
    "column_values_to_be_in_type_list": (
        {**ONE, "type_list": ["TEXT", "INTEGER"]},
        {**ONE, "type_list": ["INTEGER"]},
        None,
    ),
    "column_max_to_be_between": ({"column": "id", "max_value": 5}, {"column": "id", "max_value": 4}, None),
    "column_min_to_be_between": (
        {"column": "day", "min_value": "2013-01-01"},
        {"column": "day", "min_value": "2013-01-02"},
        None,
    ),
    "column_mean_to_be_between": (
        {"column": "low", "min_value": 5, "max_value": 5},
        {"column": "low", "max_value": 4.9},
        None,
    ),
    "column_median_to_be_between": (
        {"column": "low", "min_value": 5, "max_value": 5},
        {"column": "low", "max_value": 4.9},
        None,
    ),
    "column_sum_to_be_between": (
        {"column": "low", "min_value": 20, "max_value": 20},
        {"column": "low", "max_value": 19},
        None,
    ),
    "column_stdev_to_be_between": (
        {"column": "low", "min_value": 2.58, "max_value": 2.59},
        {"column": "low", "max_value": 2},
        None,
    ),
    "column_unique_value_count_to_be_between": (
        {**ONE, "min_value": 3, "max_value": 3},
        {**ONE, "min_value": 4},
        None,
    ),
    "column_proportion_of_unique_values_to_be_between": (
        {**ONE, "min_value": 0.75, "max_value": 0.75},
        {**ONE, "min_value": 0.8},
        None,
    ),
    "column_proportion_of_non_null_values_to_be_between": (
        {**ONE, "min_value": 0.8},
        {**ONE, "min_value": 0.9},
        None,
    ),
    "column_distinct_values_to_be_in_set": (
        {"column": "origin", "value_set": ["EWR", "JFK", "LGA", "XXX", "SFO"]},
        {"column": "origin", "value_set": ["EWR", "JFK", "LGA"]},
        None,
    ),
    "column_distinct_values_to_contain_set": (
        {"column": "origin", "value_set": ["EWR"]},
        {"column": "origin", "value_set": ["EWR", "SFO"]},
        None,
    ),
    "column_distinct_values_to_equal_set": (
        {"column": "origin", "value_set": ["EWR", "JFK", "LGA", "XXX"]},
        {"column": "origin", "value_set": ["EWR", "JFK", "LGA"]},
        None,
    ),
    "column_pair_values_a_to_be_greater_than_b": (
        {"column_A": "total", "column_B": "high", "or_equal": True, "mostly": 0.8},
        {"column_A": "low", "column_B": "high", "ignore_row_if": "either_value_is_missing"},
        2,
    ),
    "column_pair_values_to_be_equal": (
        {"column_A": "id", "column_B": "id"},
        {"column_A": "low", "column_B": "high", "ignore_row_if": "either_value_is_missing"},
        2,
    ),
    "compound_columns_to_be_unique": (
        {"column_list": ["id", "origin"]},
        {"column_list": ["origin", "origin"]},
        2,
    ),
    "select_column_values_to_be_unique_within_record": (
        {"column_list": ["id", "total"]},
        {"column_list": ["low", "high", "total"], "ignore_row_if": "any_value_is_missing"},
        1,
    ),
    "multicolumn_sum_to_equal": (
        {"column_list": ["id", "id"], "sum_total": 2, "mostly": 0.2},
        {"column_list": ["low", "high"], "sum_total": 5, "ignore_row_if": "any_value_is_missing"},
        1,
    ),
    "table_row_count_to_be_between": ({"min_value": 5, "max_value": 5}, {"max_value": 4}, None),
    "table_row_count_to_equal": ({"value": 5}, {"value": 6}, None),
    "table_columns_to_match_set": (
        {"column_set": ["tail", "id"], "exact_match": False},
        {"column_set": ["tail", "id"]},
        None,
    ),
    "table_columns_to_match_ordered_list": (
        {"column_list": ["id", "tail", "low", "high", "total", "origin", "day", "note", "json", "said"]},
        {"column_list": ["tail", "id", "low", "high", "total", "origin", "day", "note", "json", "said"]},
        None,
    ),
    "table_column_count_to_be_between": ({"min_value": 10}, {"max_value": 9}, None),
    "column_quantile_values_to_be_between": (
        {"column": "low", "quantile_ranges": {"quantiles": [0.0, 1.0], "value_ranges": [[2, 2], [None, 8]]}},
        {"column": "low", "quantile_ranges": {"quantiles": [0.0, 1.0], "value_ranges": [[2, 2], [None, 7]]}},
        None,
    ),
    "column_value_z_scores_to_be_less_than": (
        {"column": "id", "threshold": 2, "double_sided": True},
        {"column": "total", "threshold": 1, "double_sided": False},
        1,
    ),
    "column_values_to_not_be_outliers": (
        {"column": "low"},
        {"column": "total", "method": "std", "multiplier": 1},
        1,
    ),
    "column_values_to_match_like_pattern": ({**ONE, "like_pattern": "%1%"}, {**ONE, "like_pattern": "N%"}, 1),
    "column_values_to_not_match_like_pattern": ({**ONE, "like_pattern": "n%"}, {**ONE, "like_pattern": "N_0%"}, 3),
    "column_values_to_match_like_pattern_list": (
        {**ONE, "like_pattern_list": ["N%", "X%"]},
        {**ONE, "like_pattern_list": ["N%", "%1"], "match_on": "all"},
        3,
    ),
    "column_values_to_not_match_like_pattern_list": (
        {**ONE, "like_pattern_list": ["Q%", "%!_%"], "escape": "!"},
        {**ONE, "like_pattern_list": ["X%", "%2"]},
        3,
    ),
    "column_values_to_match_regex_list": (
        {**ONE, "regex_list": ["^N", "1$"]},
        {**ONE, "regex_list": ["^N", "1$"], "match_on": "all"},
        3,
    ),
    "column_values_to_not_match_regex_list": (
        {**ONE, "regex_list": ["^Q", "3$"]},
        {**ONE, "regex_list": ["^X", "2$"]},
        3,
    ),
    "column_type_to_be": ({**ONE, "type_": "TEXT"}, {**ONE, "type_": "INTEGER"}, None),
    "multicolumn_values_to_be_equal": (
        {"column_list": ["id", "id"]},
        {"column_list": ["low", "high", "high"], "ignore_row_if": "any_value_is_missing"},
        2,
    ),
    "column_kl_divergence_to_be_less_than": (
        {"column": "origin", "partition_object": ORIGINS, "threshold": 0.1},
        {"column": "origin", "partition_object": ORIGINS, "threshold": 0.001},
        None,
    ),
    "column_most_common_value_to_be_in_set": (
        {"column": "origin", "value_set": ["JFK"]},
        {"column": "note", "value_set": ["a", "b"]},
        None,
    ),
    "column_pair_values_to_be_in_set": (
        {"column_A": "id", "column_B": "low", "value_pairs_set": [[1, 2], [2, 4], [3, None], [4, 6], [5, 8]]},
        {"column_A": "id", "column_B": "low", "value_pairs_set": [[1, 2], [2, 4], [4, 6]]},
        2,
    ),
    "column_values_to_be_increasing": (
        {"column": "total", "mostly": 0.8},
        {"column": "total", "strictly": True},
        2,
    ),
    "column_values_to_be_decreasing": ({"column": "high", "mostly": 0.7}, {"column": "high"}, 1),
    "column_values_to_be_dateutil_parseable": ({"column": "said", "mostly": 0.7}, {"column": "said"}, 1),
    "column_values_to_match_strftime_format": (
        {"column": "said", "strftime_format": "%Y-%m-%d", "mostly": 0.5},
        {"column": "said", "strftime_format": "%Y-%m-%d"},
        2,
    ),
    "column_values_to_be_json_parseable": ({"column": "json", "mostly": 0.75}, {"column": "json"}, 1),
    "column_values_to_match_json_schema": (
        {"column": "json", "json_schema": {}, "mostly": 0.75},
        {"column": "json", "json_schema": {"type": "object", "properties": {"n": {"type": "number"}}}},
        3,
    ),
    "column_values_to_be_in_vocabulary": (
        {"column": "note", "value_set": ["a", "b", "d"]},
        {"column": "note", "value_set": ["A", "b"]},
        2,
    ),
    "column_newest_to_be_recent": (
        {"column": "day", "hours": 36, "before": "2015-01-01T12:00"},
        {"column": "day", "hours": 36},
        None,
    ),
    "table_rows_to_be_unique": ({}, {"column_list": ["origin", "origin"]}, 2),
    "column_values_to_exist_in_dataset": (
        {**ONE, "dataset": "nyc/planes", "other_column": "plane", "mostly": 0.75},
        {**ONE, "dataset": "nyc/planes", "other_column": "plane"},
        1,
    ),
    "column_pair_values_to_exist_in_dataset": (
        {"column_A": "tail", "column_B": "id", "dataset": "nyc/planes", "other_column_A": "plane", "mostly": 0.5},
        {"column_A": "tail", "column_B": "id", "dataset": "nyc/planes", "other_column_A": "plane"},
        2,
    ),
    "table_row_count_to_equal_other_table": (
        {"other_table_name": "nyc/airports"},
        {"other_table_name": "nyc/planes"},
        None,
    ),
    "table_row_count_to_change_little": ({"most": 0.5}, {"most": 0.1}, None),
    "column_distribution_to_change_little": (
        {"column": "low", "most": 0.3},
        {"column": "low", "most": 0.2},
        None,
    ),
    "table_column_count_to_equal": ({"value": 10}, {"value": 9}, None),
}
