using Microsoft.AspNetCore.Mvc;

namespace ReportsAdmin.Platform.Http;

/// <summary>The caller of a request, as authentication left it.</summary>
public static class Caller
{
    private static readonly object Key = new();

    /// <summary>The viewer behind the request; refuses when nobody is signed in.</summary>
    public static Viewer Viewer(this ControllerBase controller) => controller.HttpContext.Viewer() ?? throw new Refusal(RefusalKind.Unauthenticated, "Sign in first.");

    public static Viewer? Viewer(this HttpContext context) => context.Items.TryGetValue(Key, out var viewer) ? (Viewer?)viewer : null;

    /// <summary>Called by authentication only.</summary>
    public static void Remember(this HttpContext context, Viewer viewer) => context.Items[Key] = viewer;
}
