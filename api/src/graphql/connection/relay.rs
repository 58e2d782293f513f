//! The types of a connection, as the Relay specification names them.

use std::borrow::Cow;

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};
use serde::Serialize;
use xorb_domain::AppError;

use super::{CursorBinding, Page};

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
    total: Option<u64>,
}

/// An item of a list, with its place in it.
#[derive(Clone, Debug)]
pub struct Edge<T> {
    cursor: String,
    node: T,
}

/// Where a page is in its list.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct PageInfo {
    /// Whether there are items after this page.
    pub has_next_page: bool,
    /// Whether this page was asked for with `after`.
    pub has_previous_page: bool,
    /// The cursor of the first item.
    pub start_cursor: Option<String>,
    /// The cursor of the last item: give it as `after` to page on.
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// Makes a page of `rows`, of which one more than `page.limit` was asked for, to know whether more follow.
    ///
    /// # Errors
    /// `Internal` if a key can't be serialised: a defect.
    pub fn from_rows<R, K: Serialize>(
        rows: Vec<R>,
        page: &Page<K>,
        binding: &CursorBinding,
        key_of: impl Fn(&R) -> K,
        into_node: impl Fn(R) -> T,
    ) -> Result<Self, AppError> {
        let limit = usize::from(page.limit);
        let has_next_page = rows.len() > limit;
        let edge = |row: R| {
            Ok(Edge {
                cursor: binding.encode(&key_of(&row))?,
                node: into_node(row),
            })
        };
        let edges = rows
            .into_iter()
            .take(limit)
            .map(edge)
            .collect::<Result<Vec<_>, AppError>>()?;
        let page_info = PageInfo {
            has_next_page,
            has_previous_page: page.after.is_some(),
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(Self {
            edges,
            page_info,
            total: None,
        })
    }

    /// With the number of all items, if it was counted (see [`wants_total`]).
    #[must_use]
    pub fn with_total(self, total: Option<u64>) -> Self {
        Self { total, ..self }
    }
}

/// Whether the client asks for `totalCount` of the list that this field gives: it is counted only then.
#[must_use]
pub fn wants_total(ctx: &Context<'_>) -> bool {
    ctx.look_ahead().field("totalCount").exists()
}

/// A page of a list.
#[Object(name_type)]
impl<T: OutputType> Connection<T> {
    /// The items.
    async fn nodes(&self) -> Vec<&T> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// The items with their cursors.
    async fn edges(&self) -> &[Edge<T>] {
        &self.edges
    }

    /// Where this page is in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many items there are on all pages. Counting costs extra.
    async fn total_count(&self) -> Option<i32> {
        self.total
            .map(|total| i32::try_from(total).unwrap_or(i32::MAX))
    }
}

/// An item of a list.
#[Object(name_type)]
impl<T: OutputType> Edge<T> {
    /// Its place in the list: give it as `after` to page on behind it.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The item.
    async fn node(&self) -> &T {
        &self.node
    }
}

impl<T: OutputType> TypeName for Connection<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

impl<T: OutputType> TypeName for Edge<T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}
