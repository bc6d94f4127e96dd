/* cost: what calls cost at run time, as cel-go counts it (common/cost, ext/) and Kubernetes (library/cost.go). */
#ifndef CEL_COST_H
#define CEL_COST_H

#include "cel/env.h"

cel_cost cel_cost_scan, /* a tenth of the first argument: bytes, string, format, quote */
    cel_cost_affix,     /* a tenth of the second: startsWith, endsWith */
    cel_cost_in_list,   /* the second's elements */
    cel_cost_smaller,   /* a tenth of the smaller: comparisons of texts */
    cel_cost_sum,       /* a tenth of both: + of texts */
    cel_cost_matches, cel_cost_contains,
    /* Extensions. */
    cel_cost_char_at, cel_cost_transform, cel_cost_text_search, cel_cost_replace, cel_cost_split, cel_cost_join,
    cel_cost_list_result, cel_cost_list_compare, cel_cost_list_sort_by, cel_cost_sets, cel_cost_equivalent,
    cel_cost_math_list, cel_cost_code, cel_cost_regex, cel_cost_regex_all, cel_cost_regex_replace, cel_cost_has_value,
    cel_cost_parse, cel_cost_canonical, cel_cost_cidr_ip, cel_cost_cidr_ip_text, cel_cost_cidr_cidr,
    cel_cost_cidr_cidr_text,
    /* Kubernetes. */
    cel_cost_validate;

#endif
