using System.Security.Claims;

namespace ReportsAdmin.Platform;

/// <summary>Turns the signed-in user of a page into a <see cref="Viewer"/>. The room that knows the users registers it; an anonymous user gives a refusal.</summary>
public delegate Task<Viewer> ViewerOf(ClaimsPrincipal user, CancellationToken ct);
