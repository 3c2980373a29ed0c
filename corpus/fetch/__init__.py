"""Live pages behind the shipped texts, brought into ALIS_HOME by people who want them there.

It is never needed: nothing else in the program opens a connection for it. What was decided:

- A page becomes a text of its own, `<id>-live`, in the source's own words (`wording: original`),
  with the publisher and authority of the shipped texts it stands behind, and the validity that
  nobody has said left open. Shipped texts are neither changed nor marked as superseded: a page that
  has changed is a reason for a person to look at the texts named beside the change.
- In an index the fetched texts stand before ours; which of them is found is up to the search.
- `retrieved` is the day on which the wording was first seen, so that a page that says the same
  gives the same index. The day of the last visit is in the record beside it.
- A redirect is refused, not followed: where a page has moved, the list of sources is to say so.
"""

from corpus.fetch.addresses import AddressPolicy, public_only
from corpus.fetch.http import Limits
from corpus.fetch.run import Fetched, Fetcher
from corpus.fetch.sources import SOURCES, LivePage, load_sources

__all__ = [
    "SOURCES",
    "AddressPolicy",
    "Fetched",
    "Fetcher",
    "Limits",
    "LivePage",
    "load_sources",
    "public_only",
]
