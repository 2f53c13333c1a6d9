using Microsoft.AspNetCore.Mvc;
namespace ReportsAdmin.Features.Access; public static class StubV { public static ReportsAdmin.Platform.Viewer Viewer(this ControllerBase c) => ReportsAdmin.Platform.Viewer.System; }
