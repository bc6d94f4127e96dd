#include "rules/prow/config/status_link.h"

void status_link_check(struct check *c, const struct prow_tree *t, bool says)
{
    struct setting link = setting_find(t, "status_error_link");

    if (setting_check_url(c, &link, STR("")))
        return;
    if (says)
        prow_says(c, "status_error_link is not a valid url: %.*s", STR_ARG(setting_text(&link)));
    else
        prow_says(c, "%s", "");
}
