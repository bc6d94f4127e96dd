#include "lsp/cursor.h"

/* One line as indentation sees it: dashes, then perhaps a key. */
struct line {
    size_t dashes[CHAIN_MOST], dash_count; /* columns */
    size_t column;                         /* of what follows them */
    struct str key;                        /* empty where the line has none */
    struct str value;                      /* what follows the key's colon, or the whole rest */
    bool has_key, blank, comment;
};

/* Past a quoted or plain key; SIZE_MAX where no colon ends it. */
static size_t key_end(struct str s, struct str *key)
{
    char quote = s.len && (s.p[0] == '"' || s.p[0] == '\'') ? s.p[0] : 0;
    size_t i = quote != 0;

    for (; i < s.len; i++) {
        if (quote && s.p[i] == quote) {
            *key = str_slice(s, 1, i);
            i++;
            break;
        }
        if (!quote && (s.p[i] == '#' || s.p[i] == '{' || s.p[i] == '[') && (i == 0 || s.p[i - 1] == ' '))
            return SIZE_MAX;
        if (!quote && s.p[i] == ':' && (i + 1 == s.len || s.p[i + 1] == ' ')) {
            *key = str_slice(s, 0, i);
            break;
        }
    }
    while (quote && i < s.len && s.p[i] == ' ')
        i++;
    return i < s.len && s.p[i] == ':' && (i + 1 == s.len || s.p[i + 1] == ' ') ? i : SIZE_MAX;
}

static void read_line(struct line *l, struct str s)
{
    size_t at = 0, end;

    l->dash_count = 0;
    l->has_key = false;
    l->key = STR("");
    for (;;) {
        while (at < s.len && s.p[at] == ' ')
            at++;
        if (at >= s.len || s.p[at] != '-' || (at + 1 < s.len && s.p[at + 1] != ' ') || l->dash_count == CHAIN_MOST)
            break;
        l->dashes[l->dash_count++] = at++;
    }
    l->column = at;
    l->blank = at == s.len && l->dash_count == 0;
    l->comment = at < s.len && s.p[at] == '#';
    l->value = str_from(s, at);
    end = key_end(l->value, &l->key);
    if (end != SIZE_MAX) {
        l->has_key = true;
        for (l->value = str_from(l->value, end + 1); str_starts(l->value, STR(" "));)
            l->value = str_from(l->value, 1);
    }
}

static struct str line_at(struct str text, size_t start, size_t *next)
{
    size_t end = start;

    while (end < text.len && text.p[end] != '\n')
        end++;
    *next = end < text.len ? end + 1 : end;
    return str_trim_suffix(str_slice(text, start, end), STR("\r"));
}

/* The start of the line before the one that starts here. */
static size_t line_before(struct str text, size_t start)
{
    size_t at = start - 1;

    while (at && text.p[at - 1] != '\n')
        at--;
    return at;
}

/* Where a "#" begins a comment on the line, or SIZE_MAX. */
static size_t comment_start(struct str s)
{
    char quote = 0;

    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && (i == 0 || strchr(" -[{,:", s.p[i - 1])))
            quote = c;
        else if (c == '#' && (i == 0 || s.p[i - 1] == ' '))
            return i;
    }
    return SIZE_MAX;
}

/* The way up: what was found so far, the innermost first. */
struct climb {
    struct cursor *c;
    struct arena *a;
    size_t limit;    /* what stands further left is further up */
    bool of_element; /* the last thing found is a dash: its key may stand in the same column */
    bool mapping;    /* keys in this column are beside the one at the cursor */
    bool scalar;     /* the cursor is in a block scalar */
};

static void push(struct climb *m, struct str key, bool element)
{
    if (m->c->count < CHAIN_MOST)
        m->c->steps[m->c->count] = (struct path_step){ key, element };
    m->c->count++;
}

static bool is_block(struct str value)
{
    return value.len && (value.p[0] == '|' || value.p[0] == '>');
}

static void climb_line(struct climb *m, const struct line *l, bool above)
{
    if (l->has_key && m->mapping && l->column == m->limit)
        *ARENA_PUSH(m->a, m->c->beside, m->c->beside_count, m->c->beside_cap) = l->key;
    if (l->has_key && above && (l->column < m->limit || (m->of_element && l->column == m->limit && !l->dash_count))) {
        m->scalar = m->scalar || is_block(l->value);
        push(m, l->key, false);
        m->limit = l->column;
        m->mapping = m->of_element = false;
    }
    for (size_t i = l->dash_count; above && i--;) {
        if (l->dashes[i] >= m->limit)
            continue;
        push(m, STR(""), true);
        m->limit = l->dashes[i];
        m->mapping = false;
        m->of_element = true;
    }
}

static void climb(struct climb *m, struct str text, size_t start)
{
    struct line l;
    size_t next;

    while (start && (m->limit || m->of_element)) {
        start = line_before(text, start);
        read_line(&l, line_at(text, start, &next));
        if (!l.blank && !l.comment)
            climb_line(m, &l, true);
    }
}

/* Keys of the same mapping that stand further down. */
static void look_down(struct climb *m, struct str text, size_t start)
{
    struct line l;
    struct str s;

    while (start < text.len) {
        s = line_at(text, start, &start);
        read_line(&l, s);
        if (l.blank || l.comment)
            continue;
        if ((l.dash_count ? l.dashes[0] : l.column) < m->limit || (l.dash_count && l.dashes[0] == m->limit))
            break;
        if (l.dash_count == 0)
            climb_line(m, &l, false);
    }
}

static void reverse(struct cursor *c)
{
    for (size_t i = 0, k = c->count; i < k / 2; i++) {
        struct path_step x = c->steps[i];
        c->steps[i] = c->steps[k - 1 - i];
        c->steps[k - 1 - i] = x;
    }
}

/* Within "{a: b, c" and "[a, b": the brackets that are open at the end of the text, with the keys that lead into them.
 * */
static void read_flow(struct cursor *c, struct str s)
{
    size_t start = 0;
    char quote = 0;

    for (size_t i = 0; i < s.len; i++) {
        char x = s.p[i];
        if (quote) {
            quote = x == quote ? 0 : quote;
            continue;
        }
        if ((x == '"' || x == '\'') && start == i)
            quote = x;
        if (x == '{' || x == '[') {
            if (x == '[' && c->count < CHAIN_MOST)
                c->steps[c->count++] = (struct path_step){ STR(""), true };
            c->at = x == '{' ? CURSOR_KEY : CURSOR_VALUE;
        } else if (x == ':' && (i + 1 == s.len || s.p[i + 1] == ' ') && c->count < CHAIN_MOST) {
            c->steps[c->count++] = (struct path_step){ str_trim(str_slice(s, start, i)), false };
            c->at = CURSOR_VALUE;
        } else if (x == ',' && c->count && !c->steps[c->count - 1].element) {
            c->count--;
            c->at = CURSOR_KEY;
        } else if ((x == '}' || x == ']') && c->count) {
            c->count--;
        }
        if (strchr("{[,:", x) || (x == ' ' && start == i))
            start = i + 1;
    }
    c->typed = str_from(s, start);
    c->element = false;
}

/* What is typed on the line of the cursor itself; its steps begin at the line's key. */
static void read_word(struct cursor *c, size_t offset, const struct line *l)
{
    c->at = l->has_key ? CURSOR_VALUE : CURSOR_KEY;
    c->element = l->dash_count && !l->has_key;
    c->typed = l->value;
    if (l->has_key)
        c->steps[c->count++] = (struct path_step){ l->key, false };
    if (l->value.len && (l->value.p[0] == '{' || l->value.p[0] == '['))
        read_flow(c, l->value);
    c->start = offset - c->typed.len;
}

static void read_comment(struct cursor *c, struct str text, size_t start, size_t offset)
{
    c->at = CURSOR_COMMENT;
    c->start = start;
    c->typed = str_slice(text, start, offset);
}

/* From the line at start upwards, and down for what is beside. */
static void read_around(struct cursor *c, struct arena *a, struct str text, size_t start, const struct line *l)
{
    struct climb up = { .c = c, .a = a, .mapping = true, .limit = l->column };
    struct climb down = { .c = c, .a = a, .mapping = true, .limit = l->column };
    size_t next;

    line_at(text, start, &next);
    for (size_t i = l->dash_count; i--;) {
        push(&up, STR(""), true);
        up.limit = l->dashes[i];
        up.of_element = true;
        up.mapping = false;
    }
    climb(&up, text, start);
    look_down(&down, text, next);
    if (up.scalar)
        c->count = CHAIN_MOST + 1;
}

void cursor_read(struct cursor *c, struct arena *a, struct str text, size_t offset)
{
    struct cursor word = { .at = CURSOR_NOWHERE };
    size_t start = offset, comment;
    struct line l;

    *c = (struct cursor){ .at = CURSOR_NOWHERE };
    while (start && text.p[start - 1] != '\n')
        start--;
    comment = comment_start(str_slice(text, start, offset));
    if (comment != SIZE_MAX) {
        read_comment(c, text, start + comment + 1, offset);
        return;
    }
    read_line(&l, str_slice(text, start, offset));
    read_word(&word, offset, &l);
    read_around(c, a, text, start, &l);
    if (c->count + word.count > CHAIN_MOST)
        return;
    reverse(c);
    for (size_t i = 0; i < word.count; i++)
        c->steps[c->count++] = word.steps[i];
    c->at = word.at;
    c->typed = word.typed;
    c->start = word.start;
    c->element = word.element;
    c->indent = l.column;
}
