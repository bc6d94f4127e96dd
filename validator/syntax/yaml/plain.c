#include "syntax/yaml/scan.h"

enum { STOPS_BLOCK = 1, STOPS_FLOW = 2 };

/* Bytes at which a run of a plain scalar has to be looked at more closely. */
static const unsigned char stops[256] = {
    ['\0'] = STOPS_BLOCK | STOPS_FLOW,
    [' '] = STOPS_BLOCK | STOPS_FLOW,
    ['\t'] = STOPS_BLOCK | STOPS_FLOW,
    ['\n'] = STOPS_BLOCK | STOPS_FLOW,
    ['\r'] = STOPS_BLOCK | STOPS_FLOW,
    [':'] = STOPS_BLOCK | STOPS_FLOW,
    [0xc2] = STOPS_BLOCK | STOPS_FLOW, /* NEL starts so */
    [0xe2] = STOPS_BLOCK | STOPS_FLOW, /* as do U+2028 and U+2029 */
    [','] = STOPS_FLOW,
    ['?'] = STOPS_FLOW,
    ['['] = STOPS_FLOW,
    [']'] = STOPS_FLOW,
    ['{'] = STOPS_FLOW,
    ['}'] = STOPS_FLOW,
};

bool at_document_mark(const struct scanner *s)
{
    unsigned char c = at(s, 0);

    return (c == '-' || c == '.') && column_of(s) == 0 && at(s, 1) == c && at(s, 2) == c && blank_or_end(s, 3);
}

void fold_breaks(struct scanner *s, struct str first)
{
    if (first.len == 0 || first.p[0] != '\n')
        text_add(&s->value, first);
    else if (s->breaks.len == 0 && !s->breaks.spilled)
        text_add(&s->value, STR(" "));
    text_move(&s->value, &s->breaks);
}

/* Whether a plain scalar ends at this stop. */
static bool ends(const struct scanner *s, unsigned char c)
{
    if (c == ':')
        return blank_or_end(s, 1);
    return c < 0x80 || break_at(s, 0) > 0;
}

/* A space between two words needs no closer look. */
static bool inner_space(const char *p, const char *end, unsigned char mask)
{
    return *p == ' ' && end - p > 1 && p[1] != '#' && !(stops[(unsigned char)p[1]] & mask);
}

/* Over what is no white space; the bytes passed in *run. */
static bool scan_run(struct scanner *s, unsigned char mask, struct str *run)
{
    const char *start = s->p, *p = start;

    if (s->careful) {
        for (;;) {
            unsigned char c = at(s, 0);
            if (stops[c] & mask && ends(s, c))
                break;
            skip(s);
            if (!need(s, 2))
                return false;
        }
        *run = (struct str){ start, (size_t)(s->p - start) };
        return true;
    }
    for (;;) {
        while (p < s->end && (!(stops[(unsigned char)*p] & mask) || inner_space(p, s->end, mask)))
            p++;
        skip_bytes(s, (size_t)(p - s->p));
        if (p == s->end || ends(s, (unsigned char)*p))
            break;
        skip(s);
        p = s->p;
    }
    *run = (struct str){ start, (size_t)(p - start) };
    return true;
}

struct gap {
    struct str blanks, first; /* white space on one line; the first line break */
    bool broken;
};

/* Over white space and line breaks after a run. */
static bool scan_gap(struct scanner *s, uint32_t indent, struct gap *gap)
{
    for (;;) {
        unsigned char c = at(s, 0);

        if (c == ' ' || c == '\t') {
            if (c == '\t' && gap->broken && column_of(s) < indent)
                return scan_error(s, place_of(s), "found a tab character that violates indentation");
            if (!gap->broken) {
                if (gap->blanks.len == 0)
                    gap->blanks.p = s->p;
                gap->blanks.len++;
            }
            s->p++;
        } else if (break_at(s, 0)) {
            if (!need(s, 2))
                return false;
            if (gap->broken) {
                text_add(&s->breaks, read_break(s));
            } else {
                gap->blanks.len = 0;
                gap->first = read_break(s);
                gap->broken = true;
            }
        } else {
            break;
        }
        if (!need(s, 1))
            return false;
    }
    return true;
}

/* Adds a run to what went before it: nothing much as long as there is only one. */
static void add_run(struct scanner *s, struct str *value, const struct gap *gap, struct str run)
{
    if (value->len == 0) {
        *value = run;
        return;
    }
    if (s->value.len == 0 && !s->value.spilled)
        text_add(&s->value, *value);
    if (gap->broken)
        fold_breaks(s, gap->first);
    else
        text_add(&s->value, gap->blanks);
    text_add(&s->value, run);
}

bool scan_plain(struct scanner *s, struct token *t)
{
    unsigned char mask = s->level > 0 ? STOPS_FLOW : STOPS_BLOCK;
    uint32_t indent = (uint32_t)(s->indent + 1);
    struct gap gap = { .broken = false };
    struct str run;

    t->style = STYLE_PLAIN;
    t->value.len = 0;
    text_reset(&s->value);
    text_reset(&s->breaks);
    for (;;) {
        if (!need(s, 4))
            return false;
        if (at_document_mark(s) || at(s, 0) == '#')
            break;
        if (!scan_run(s, mask, &run))
            return false;
        if (run.len) {
            add_run(s, &t->value, &gap, run);
            gap = (struct gap){ .broken = false };
            t->end = offset_of(s);
        }
        if (at(s, 0) != ' ' && at(s, 0) != '\t' && !break_at(s, 0))
            break;
        if (!need(s, 1) || !scan_gap(s, indent, &gap))
            return false;
        if (s->level == 0 && column_of(s) < indent)
            break;
    }
    if (s->value.len || s->value.spilled)
        t->value = text_take(&s->value, s->arena);
    if (gap.broken)
        s->key_allowed = true;
    return true;
}
