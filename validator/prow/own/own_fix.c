/* What would mend a finding: another value in place of the one it points to, or that one gone. */
#include "prow/own/own_subject.h"

#include "base/buf.h"

static bool is_blank(struct str s)
{
    return str_trim(s).len == 0;
}

/* Whole lines, from the key to the end of the value: only where nothing else stands on them. */
static bool lines_of(struct str source, const struct node *key, const struct node *node, struct span *out)
{
    size_t begin = key->start, end = node->end, next;

    while (begin > 0 && source.p[begin - 1] != '\n')
        begin--;
    next = str_find_char(str_from(source, end), '\n');
    next = next == SIZE_MAX ? source.len : end + next + 1;
    if (!is_blank(str_slice(source, begin, key->start)) || !is_blank(str_slice(source, end, next)))
        return false;
    *out = span_of_bytes(source, key->line, begin, next);
    return true;
}

/* The key in front of a value as written; NULL for an element of a list. */
static const struct node *key_before(const struct prow_file *f, const struct node *node)
{
    const struct node *n = node - 1;

    return node > f->tape.nodes && (n->flags & FLAG_KEY) && n->span == 1 ? n : NULL;
}

struct fix *own_fix_of(struct own_run *r, const struct own_rule *rule, const struct place *at,
                       const struct prow_file *file, const struct node *node, const struct node *key)
{
    struct arena *a = &r->out->arena;
    struct fix *fix = ARENA_NEW(a, struct fix);
    struct buf b = { 0 };
    struct cel_value v;
    bool ok = true;

    *fix = (struct fix){ .title = str_c(rule->rule.summary), .safe = rule->fix.safe };
    fix->edits = ARENA_NEW(a, struct edit);
    fix->edits[fix->count++] = (struct edit){ .at = *at };
    if (rule->fix.title.program && own_evaluate(&r->asking, &rule->fix.title, &r->asking.machine, &v) == CEL_VALUE &&
        v.kind == CEL_STRING)
        fix->title = arena_copy(a, cel_text(&v));
    if (rule->fix.remove) {
        key = key ? key : key_before(file, node);
        ok = key && lines_of(file->tape.source, key, node, &fix->edits[0].at.span);
    } else {
        ok = node->style != STYLE_LITERAL && node->style != STYLE_FOLDED && node_value(node) == node &&
             own_evaluate(&r->asking, &rule->fix.set, &r->asking.machine, &v) == CEL_VALUE &&
             own_write_value(&b, &v, &r->asking.machine.arena);
        if (ok)
            fix->edits[0].text = arena_copy(a, buf_str(&b));
    }
    buf_free(&b);
    return ok ? fix : NULL;
}
