#include "syntax/yaml/scan.h"

/* Spaces and line breaks in front of a line of a block scalar; finds the indentation where *indent is 0. Go's
 * yaml_parser_scan_block_scalar_breaks. */
static bool scan_lead(struct scanner *s, uint32_t *indent, uint32_t *end)
{
    uint32_t deepest = 0;

    *end = offset_of(s);
    for (;;) {
        if (!need(s, 1))
            return false;
        while ((*indent == 0 || column_of(s) < *indent) && at(s, 0) == ' ') {
            s->p++;
            if (!need(s, 1))
                return false;
        }
        if (column_of(s) > deepest)
            deepest = column_of(s);
        if ((*indent == 0 || column_of(s) < *indent) && at(s, 0) == '\t')
            return scan_error(s, place_of(s), "found a tab character where an indentation space is expected");
        if (!break_at(s, 0))
            break;
        if (!need(s, 2))
            return false;
        text_add(&s->breaks, read_break(s));
        *end = offset_of(s);
    }
    if (*indent == 0) {
        int32_t least = s->indent + 1 > 1 ? s->indent + 1 : 1;
        *indent = deepest > (uint32_t)least ? deepest : (uint32_t)least;
    }
    return true;
}

/* The digit after the indicator; 0 where there is none. */
static bool scan_increment(struct scanner *s, uint32_t *increment)
{
    unsigned char c = at(s, 0);

    if (c < '0' || c > '9')
        return true;
    if (c == '0')
        return scan_error(s, place_of(s), "found an indentation indicator equal to 0");
    *increment = (uint32_t)(c - '0');
    s->p++;
    return need(s, 1);
}

static bool scan_chomping(struct scanner *s, int *chomping)
{
    unsigned char c = at(s, 0);

    if (c != '+' && c != '-')
        return true;
    *chomping = c == '+' ? 1 : -1;
    s->p++;
    return need(s, 1);
}

/* "|2-" and the rest of its line. */
static bool scan_header(struct scanner *s, int *chomping, uint32_t *increment)
{
    s->p++;
    if (!need(s, 1) || !scan_chomping(s, chomping) || !scan_increment(s, increment))
        return false;
    if (*chomping == 0 && *increment && !scan_chomping(s, chomping))
        return false;
    while (at(s, 0) == ' ' || at(s, 0) == '\t') {
        s->p++;
        if (!need(s, 1))
            return false;
    }
    if (at(s, 0) == '#' && !skip_line(s))
        return false;
    if (at(s, 0) && !break_at(s, 0))
        return scan_error(s, place_of(s), "did not find expected comment or line break");
    if (!need(s, break_at(s, 0) ? 2 : 0))
        return false;
    skip_break(s);
    return true;
}

/* The rest of the line as it stands. */
static bool scan_line(struct scanner *s)
{
    const char *start = s->p;

    if (!skip_line(s))
        return false;
    text_add(&s->value, (struct str){ start, (size_t)(s->p - start) });
    return need(s, 2);
}

static bool scan_lines(struct scanner *s, bool literal, uint32_t indent, struct str *lead, uint32_t *end)
{
    bool was_blank = false;

    while (column_of(s) == indent && at(s, 0)) {
        bool blank = at(s, 0) == ' ' || at(s, 0) == '\t';

        if (!literal && !was_blank && !blank && lead->len && lead->p[0] == '\n') {
            if (s->breaks.len == 0 && !s->breaks.spilled)
                text_add(&s->value, STR(" "));
        } else {
            text_add(&s->value, *lead);
        }
        text_move(&s->value, &s->breaks);
        was_blank = blank;
        if (!scan_line(s))
            return false;
        *lead = read_break(s);
        if (!scan_lead(s, &indent, end))
            return false;
    }
    return true;
}

bool scan_block(struct scanner *s, struct token *t, bool literal)
{
    struct str lead = { NULL, 0 };
    uint32_t indent = 0, increment = 0;
    int chomping = 0;

    t->style = literal ? STYLE_LITERAL : STYLE_FOLDED;
    text_reset(&s->value);
    text_reset(&s->breaks);
    if (!scan_header(s, &chomping, &increment))
        return false;
    if (increment)
        indent = (s->indent >= 0 ? (uint32_t)s->indent : 0) + increment;
    if (!scan_lead(s, &indent, &t->end) || !need(s, 1) || !scan_lines(s, literal, indent, &lead, &t->end))
        return false;
    if (chomping != -1)
        text_add(&s->value, lead);
    if (chomping == 1)
        text_move(&s->value, &s->breaks);
    t->value = text_take(&s->value, s->arena);
    return true;
}
