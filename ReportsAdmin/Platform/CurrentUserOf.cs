using System.Security.Claims;

namespace ReportsAdmin.Platform;

/// <summary>Turns the signed-in user of a page into a <see cref="CurrentUser"/>. The room that knows the users registers it; an anonymous user gives an error.</summary>
public delegate Task<CurrentUser> CurrentUserOf(ClaimsPrincipal user, CancellationToken ct);

/// <summary>Asks the person at an open page to prove that it is them; true once they have. The room that knows the users registers it.</summary>
public delegate Task<bool> ConfirmIdentity(CurrentUser currentUser, CancellationToken ct);
