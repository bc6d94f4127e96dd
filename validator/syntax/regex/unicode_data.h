/* unicode_data: the tables that tools/unicode_tables.py makes, Unicode 15.0. Constant; read them through
 * unicode_table.h. */
#ifndef SYNTAX_REGEX_UNICODE_DATA_H
#define SYNTAX_REGEX_UNICODE_DATA_H

#include "syntax/regex/rune_class.h"

/* General categories, in the order that unicode_categories numbers them. */
enum unicode_category {
    UNICODE_CN,
    UNICODE_LU,
    UNICODE_LL,
    UNICODE_LT,
    UNICODE_LM,
    UNICODE_LO,
    UNICODE_MN,
    UNICODE_ME,
    UNICODE_MC,
    UNICODE_ND,
    UNICODE_NL,
    UNICODE_NO,
    UNICODE_ZS,
    UNICODE_ZL,
    UNICODE_ZP,
    UNICODE_CC,
    UNICODE_CF,
    UNICODE_CO,
    UNICODE_CS,
    UNICODE_PD,
    UNICODE_PS,
    UNICODE_PE,
    UNICODE_PC,
    UNICODE_PO,
    UNICODE_SM,
    UNICODE_SC,
    UNICODE_SK,
    UNICODE_SO,
    UNICODE_PI,
    UNICODE_PF,
};

/* Stretches of code points: the first one << 8 | category, or index into unicode_script_names. The first
 * starts at 0; each ends before the next. */
extern const uint32_t unicode_categories[], unicode_scripts[];
extern const size_t unicode_categories_count, unicode_scripts_count;

/* Script names as Go's unicode.Scripts has them, sorted, with "Unknown" among them, which Go has not. */
extern const char *const unicode_script_names[];
extern const size_t unicode_script_names_count;

/* Code points that Unicode 14 and 15 added, ascending. */
extern const struct rune_range unicode_since_14[];
extern const size_t unicode_since_14_count;

/* Simple case folding, ascending. The next code point of the same orbit is distance away, cyclically;
 * distance 0 marks pairs of neighbours (lo, lo + 1), (lo + 2, lo + 3) ... that fold to each other. */
struct unicode_fold {
    uint32_t lo, hi;
    int32_t distance;
};
extern const struct unicode_fold unicode_folds[];
extern const size_t unicode_folds_count;

#endif
