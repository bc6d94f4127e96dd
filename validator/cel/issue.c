#include "cel/issue.h"

#include "base/utf8.h"

#include <stdlib.h>

/* More than anybody reads, and what cel-go stops at. */
enum { MOST_ISSUES = 100 };

void cel_issue_add(struct cel_issues *list, struct arena *a, struct str text, uint32_t offset, struct str message)
{
    struct cel_issue issue = { .offset = offset, .line = -1, .message = message };

    if (list->count >= MOST_ISSUES)
        return;
    if (offset != CEL_NOWHERE) {
        struct str before = str_slice(text, 0, offset);
        size_t start = 0;
        issue.line = 1;
        for (size_t i = 0; i < before.len; i++)
            if (before.p[i] == '\n') {
                issue.line++;
                start = i + 1;
            }
        issue.column = (uint32_t)utf8_count(str_from(before, start)) + 1;
    }
    list->items = arena_grow(a, list->items, list->count, &list->cap, sizeof(*list->items));
    list->items[list->count++] = issue;
}

void cel_issue_addf(struct cel_issues *list, struct arena *a, struct str text, uint32_t offset, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    cel_issue_add(list, a, text, offset, arena_vprintf(a, fmt, ap));
    va_end(ap);
}

void cel_issues_sort(struct cel_issues *list)
{
    /* Few, and nearly in order. */
    for (size_t i = 1; i < list->count; i++) {
        struct cel_issue moved = list->items[i];
        size_t at = i;
        while (at > 0 && (list->items[at - 1].line > moved.line ||
                          (list->items[at - 1].line == moved.line && list->items[at - 1].column > moved.column))) {
            list->items[at] = list->items[at - 1];
            at--;
        }
        list->items[at] = moved;
    }
}
