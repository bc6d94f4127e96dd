#include "schema/gowords.h"

static struct str plain_words(const struct go_type *t)
{
    switch (t->kind) {
    case GO_BOOL:
        return STR("true or false");
    case GO_INT:
    case GO_UINT:
        return STR("whole number");
    case GO_FLOAT:
        return STR("number");
    case GO_STRING:
        return STR("text");
    case GO_STRUCT:
        return STR("mapping");
    default:
        return STR("anything");
    }
}

static struct str decoder_words(const struct go_type *t)
{
    switch (t->decoder) {
    case GO_DURATION:
        return STR("duration");
    case GO_NANOSECONDS_OR_DURATION:
        return STR("duration, or nanoseconds");
    case GO_QUANTITY:
        return STR("quantity");
    case GO_INT_OR_STRING:
        return STR("number or text");
    case GO_TIME:
    case GO_META_TIME:
        return STR("time");
    default:
        return STR("anything");
    }
}

static struct str words_of(struct arena *a, const struct go_type *t, unsigned depth)
{
    struct str words = STR("");

    t = go_type_target(t);
    if (depth == 0)
        return STR("anything");
    for (uint8_t i = 0; i < t->try_count; i++) {
        struct str one = words_of(a, t->tries[i], depth - 1);
        if (!str_has(words, one))
            words = ARENA_JOIN(a, words, words.len ? STR(", or ") : STR(""), one);
    }
    if (words.len)
        return words;
    if (t->decoder != GO_PLAIN)
        return decoder_words(t);
    if (t->kind == GO_SLICE)
        return ARENA_JOIN(a, STR("list of "), words_of(a, t->elem, depth - 1));
    if (t->kind == GO_MAP)
        return ARENA_JOIN(a, STR("mapping to "), words_of(a, t->elem, depth - 1));
    return plain_words(t);
}

struct str go_type_words(struct arena *a, const struct go_type *t)
{
    return words_of(a, t, 16);
}
