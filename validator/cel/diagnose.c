#include "cel/parse.h"

void cel_diagnose(struct cel_parser *p)
{
    cel_issue_add(p->issues, p->arena, p->text, p->tokens.items[p->next].at, STR("Syntax error"));
}
