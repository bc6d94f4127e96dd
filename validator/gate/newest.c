#include "gate/newest.h"

#include <inttypes.h>

void newest_write(const struct newest *n, struct buf *out)
{
    buf_printf(out, "saved %" PRIu64 "\nsaving %" PRIu64 "\n", n->saved, n->saving);
}

static bool number(struct str line, struct str word, uint64_t *value)
{
    struct str digits = str_trim_prefix(line, word);

    *value = 0;
    if (digits.len == line.len || digits.len == 0)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9' || *value > (UINT64_MAX - 9) / 10)
            return false;
        *value = *value * 10 + (uint64_t)(digits.p[i] - '0');
    }
    return true;
}

bool newest_read(struct newest *n, struct str bytes)
{
    struct str first, second, rest;

    *n = (struct newest){ 0 };
    return str_cut(bytes, '\n', &first, &rest) && str_cut(rest, '\n', &second, &rest) && rest.len == 0 &&
           number(first, STR("saved "), &n->saved) && number(second, STR("saving "), &n->saving);
}
