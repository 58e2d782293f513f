//! The types of a connection, as the Relay specification names them.

use std::borrow::Cow;
use std::future::Future;

use async_graphql::{Object, OutputType, SimpleObject, TypeName};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use xorb_domain::AppError;

use crate::graphql::Nullable;

type Count = Box<dyn Fn() -> BoxFuture<'static, Result<u64, AppError>> + Send + Sync>;

/// A page of a list.
pub struct Connection<T> {
    edges: Vec<Edge<T>>,
    page_info: PageInfo,
    count: Count,
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
    /// The cursor of the first item; null if the page is empty.
    pub start_cursor: Option<String>,
    /// The cursor of the last item: give it as `after` to page on. Null if the page is empty.
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    pub(super) fn new<F>(
        items: Vec<(String, T)>,
        has_next_page: bool,
        has_previous_page: bool,
        count: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<u64, AppError>> + Send + 'static,
    {
        let page_info = PageInfo {
            has_next_page,
            has_previous_page,
            start_cursor: items.first().map(|(cursor, _)| cursor.clone()),
            end_cursor: items.last().map(|(cursor, _)| cursor.clone()),
        };
        let edges = items
            .into_iter()
            .map(|(cursor, node)| Edge { cursor, node });
        Self {
            edges: edges.collect(),
            page_info,
            count: Box::new(move || count().boxed()),
        }
    }
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

    /// How many items there are on all pages. Counted only when asked for, which costs extra.
    async fn total_count(&self) -> Nullable<i32> {
        Nullable::of(async {
            let total = (self.count)().await?;
            Ok(i32::try_from(total).unwrap_or(i32::MAX))
        })
        .await
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
