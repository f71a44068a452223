/**
 * Functions that a statement may call and still be planned. Planners compute those whose arguments are constants, so that only
 * what reads nothing but its arguments and the clock, ends soon and changes nothing is named here.
 */
export const POSTGRES_FUNCTIONS: ReadonlySet<string> = new Set(
  // https://www.postgresql.org/docs/18/functions.html
  `abs array_agg array_append array_cat array_dims array_length array_lower array_ndims array_position array_positions array_prepend array_remove array_to_json
  array_to_string array_upper avg bit_and bit_length bit_or bool_and bool_or btrim cardinality cbrt ceil ceiling char_length character_length chr clock_timestamp
  concat concat_ws corr count cume_dist current_schema current_setting date date_bin date_part date_trunc decode degrees dense_rank div encode every exp extract
  first_value floor format gen_random_uuid generate_series generate_subscripts greatest height initcap int4range int8range is_normalized isempty isfinite json_agg
  json_array_elements json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text json_extract_path
  json_extract_path_text json_object_agg json_object_keys json_populate_record json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements
  jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all jsonb_exists_any
  jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_query jsonb_path_query_array
  jsonb_path_query_first jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof justify_days justify_hours justify_interval lag last_value
  lead left length like_escape ln localtimestamp log log10 lower lower_inc lower_inf make_date make_interval make_time make_timestamp make_timestamptz max md5
  min mod mode notlike now nth_value ntile nullif num_nonnulls num_nulls numrange octet_length overlaps percent_rank percentile_cont percentile_disc phraseto_tsquery
  pi plainto_tsquery position pow power quote_ident quote_literal quote_nullable radians random range_agg range_merge rank regexp_count regexp_instr regexp_like
  regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr reverse right round row_number row_to_json rtrim ltrim
  scale sha256 sign similar_to_escape split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp string_agg string_to_array string_to_table
  strip strpos substr substring sum timezone timeofday to_char to_date to_hex to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector transaction_timestamp
  translate trim trim_array trunc ts_headline ts_rank ts_rank_cd tsrange tstzrange unnest upper upper_inc upper_inf var_pop var_samp variance websearch_to_tsquery
  width_bucket xmlagg age set_byte get_byte array_fill bit_xor any_value datemultirange json_strip_nulls jsonb_pretty setweight numnode querytree tsvector_to_array
  array_remove array_replace array_sample array_shuffle concat_op regr_count regr_slope host network masklen inet_merge family broadcast daterange`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

/** Functions of extensions whose operators and indexes applications use; they are pure as well. */
export const POSTGRES_EXTENSION_FUNCTIONS: ReadonlySet<string> = new Set(['similarity', 'word_similarity', 'strict_word_similarity', 'unaccent']);

export const POSTGRES_OPERATORS: ReadonlySet<string> = new Set(
  // https://www.postgresql.org/docs/18/functions.html, and those of pg_trgm and ltree
  `= <> != < <= > >= + - * / % ^ || ~ !~ ~* !~* ~~ !~~ ~~* !~~* ^@ -> ->> #> #>> @> <@ ? ?| ?& #- @? @@ && & | # << >> &< &> -|- <-> <->> <<-> <<< >>> <=> <#> <% %> <<% %>> << |/ ||/ @ !! <<| |>> &<| |&> ~= ~>=~ ~<~ ~<=~ ~>~ BETWEEN IN`
    .split(/\s+/)
    .concat(['NOT BETWEEN', 'BETWEEN SYMMETRIC', 'NOT BETWEEN SYMMETRIC']),
);

export const MYSQL_FUNCTIONS: ReadonlySet<string> = new Set(
  // https://dev.mysql.com/doc/refman/8.4/en/built-in-function-reference.html
  `abs acos adddate addtime any_value ascii asin atan avg bin bit_and bit_length bit_or bit_xor cast ceil ceiling char char_length character_length coalesce concat
  concat_ws convert cos count cume_dist curdate current_date current_time current_timestamp curtime date date_add date_format date_sub datediff day dayname
  dayofmonth dayofweek dayofyear degrees dense_rank elt exp extract field find_in_set first_value floor format from_base64 from_days from_unixtime greatest
  group_concat hex hour if ifnull instr isnull json_array json_arrayagg json_contains json_contains_path json_extract json_keys json_length json_object
  json_objectagg json_overlaps json_quote json_search json_type json_unquote json_valid json_value lag last_day last_value lcase lead least left length ln locate
  log log10 log2 lower lpad ltrim makedate maketime match max md5 mid microsecond min minute mod month monthname now nth_value ntile nullif oct octet_length ord
  percent_rank period_add period_diff pi position pow power quarter radians rand rank regexp_instr regexp_like regexp_replace regexp_substr replace reverse right
  round row_number rpad rtrim sec_to_time second sha1 sha2 sign sin soundex space sqrt std stddev strcmp str_to_date subdate substr substring substring_index
  subtime sum sysdate tan time time_format time_to_sec timediff timestamp timestampadd timestampdiff to_base64 to_days to_seconds trim truncate ucase unhex
  unix_timestamp upper utc_date utc_time utc_timestamp uuid uuid_to_bin bin_to_uuid values variance week weekday weekofyear year yearweek`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
