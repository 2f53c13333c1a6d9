using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.People;

/// <summary>A figure of a room that shows how much a person sees: registered by the room, shown to those who manage people.</summary>
/// <param name="Title">In the plural: <c>Customers</c>.</param>
/// <param name="Permission">Without it the person sees nothing of this.</param>
/// <param name="TextAsync">The figure within a person's scope, by the same query that answers the person.</param>
public sealed record ScopeFigure(
    string Title,
    string Permission,
    Func<CurrentUser, CancellationToken, Task<string>> TextAsync
);
